-- What a tenant's charts may reach, and whether whoever asked for an operation is limited to some tenants.
ALTER TABLE "tenant" ADD COLUMN "cluster_scoped" BOOLEAN NOT NULL DEFAULT false,
                     ADD COLUMN "isolated" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "rollout" ADD COLUMN "limited" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "operation" ADD COLUMN "limited" BOOLEAN NOT NULL DEFAULT false;
