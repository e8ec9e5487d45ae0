create table ops.meta (store_id varchar not null);
create table ops.run (
    build_id varchar primary key,
    as_of timestamptz not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    status varchar not null,
    rules_version varchar not null,
    code_version varchar not null
);
create table ops.page_ledger (
    source varchar not null,
    stream varchar not null,
    scope varchar not null,
    page varchar not null,
    kind varchar not null,
    status varchar not null,
    record_count bigint not null,
    quarantined_count bigint not null,
    sha256 varchar,
    cursor_out json,
    loaded_at timestamptz not null,
    primary key (source, stream, scope, page)
);
create table ops.attempt (
    source varchar not null,
    stream varchar not null,
    scope varchar not null,
    run varchar not null,
    status varchar not null,
    code varchar,
    ended_at timestamptz not null,
    covered_until timestamptz,
    primary key (source, stream, scope, run)
);
create table ops.listing (
    source varchar not null,
    stream varchar not null,
    scope varchar not null,
    parent_key varchar not null,
    since_page varchar not null,
    listed_at timestamptz not null,
    primary key (source, stream, scope, parent_key, since_page)
);
create table ops.quarantine (
    source varchar not null,
    stream varchar not null,
    scope varchar not null,
    page varchar not null,
    ordinal bigint not null,
    reason varchar not null,
    primary key (source, stream, scope, page, ordinal)
);
create table ops.issue (
    code varchar not null,
    source varchar not null,
    stream varchar not null,
    scope varchar not null,
    page varchar not null,
    cause varchar not null,
    action varchar not null,
    raised_at timestamptz not null,
    primary key (code, source, stream, scope, page)
);
create table ops.tombstone (
    subject_hmac varchar primary key,
    source varchar not null,
    reason varchar not null,
    requested_at timestamptz not null,
    executed_at timestamptz
);
