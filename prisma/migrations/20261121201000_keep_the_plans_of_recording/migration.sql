-- Planning cost as much as recording: its few look-ups are always by the same indexes, whatever the values are, also while
-- the tables are still too small for the planner to care.
ALTER FUNCTION "record_deployment"(json, json, boolean) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION "record_deployment"(json, json, boolean) SET enable_seqscan = off;
