create table ops.unread (
    source varchar not null,
    stream varchar not null,
    primary key (source, stream)
);
