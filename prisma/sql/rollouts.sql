-- Numbers the changes of a rollout's releases, so that subscribers can ask for what changed since.
CREATE OR REPLACE FUNCTION "note_rollout_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."changed" := nextval('rollout_change');
    RETURN NEW;
END
$$;
