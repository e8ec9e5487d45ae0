create table ops.configured (
    source varchar not null,
    stream varchar not null,
    scope varchar not null,
    primary key (source, stream, scope)
);
