-- The ladder of a fresh installation; admins change it in Settings.
INSERT INTO "environment" ("id", "name", "rank", "production")
VALUES (gen_random_uuid(), 'dev', 10, false),
       (gen_random_uuid(), 'staging', 20, false),
       (gen_random_uuid(), 'prod', 30, true);

INSERT INTO "environment_name" ("name", "environment_id", "alias")
SELECT a."name", e."id", a."name" <> e."name"
FROM (VALUES ('dev', 'dev'), ('development', 'dev'), ('staging', 'staging'), ('stage', 'staging'),
             ('prod', 'prod'), ('production', 'prod')) AS a("name", "environment")
JOIN "environment" e ON e."name" = a."environment";
