import type { Operation } from "@/lib/fleet/operations/schema"

/** A running install, as the API returns it. */
export const runningOperation: Operation = {
  id: "01900000-0000-7000-8000-000000000001",
  kind: "INSTALL",
  state: "RUNNING",
  tenantId: "01900000-0000-7000-8000-000000000002",
  releaseId: "01900000-0000-7000-8000-000000000003",
  releaseName: "acme-ai-service",
  namespace: "tenant-acme",
  cluster: "sandbox",
  revision: null,
  error: null,
  cause: null,
  requestedBy: "Ada",
  requestedAt: "2026-02-12T10:00:00Z",
  startedAt: "2026-02-12T10:00:00Z",
  finishedAt: null,
  durationSeconds: null,
  cancelRequestedAt: null,
  cancelRequestedBy: null,
  cancellable: true,
}
