select person_id from core._roster_id
where roster_id = $1
union
select person_id from core._address
where email = lower($1)
union
select person_id from marts.person_alias
where alias_id = $1
