select distinct duty from core._role_cover
where activity_id = $1
order by duty
