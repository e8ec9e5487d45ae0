create table ops.unseen (
    source varchar not null,
    stream varchar not null,
    scope varchar not null,
    row_count bigint not null,
    primary key (source, stream, scope)
);
