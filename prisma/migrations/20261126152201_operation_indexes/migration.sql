-- Previews are few beside the operations that are kept for ever, and each worker looks for old ones all the while.
CREATE INDEX "operation_preview_idx" ON "operation" ("requested_at") WHERE "kind" = 'PREVIEW';

-- Metrics count what is over from this alone, without the rows.
CREATE INDEX "operation_over_idx" ON "operation" ("kind", "state") INCLUDE ("helm_started_at", "finished_at")
  WHERE "kind" <> 'PREVIEW' AND "state" IN ('SUCCEEDED', 'FAILED', 'CANCELLED');
