select distinct duty from core._allocated_cover
where activity_id = $1
order by duty
