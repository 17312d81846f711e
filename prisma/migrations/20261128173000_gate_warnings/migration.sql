-- Reasons of the gate that only warn in this environment.
ALTER TABLE "environment" ADD COLUMN "gate_warnings" TEXT[] DEFAULT ARRAY[]::TEXT[];
