-- Whose operations were started lately, for taking turns.
CREATE INDEX "operation_started_idx" ON "operation" ("started_at") WHERE "started_at" IS NOT NULL;
