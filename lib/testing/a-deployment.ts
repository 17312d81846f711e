import type { Deployment } from "@/lib/deployments/schema"

/** A deployment for tests, of which only what matters needs saying. */
export function aDeployment(given: Partial<Deployment> = {}): Deployment {
  return {
    id: "01900000-0000-7000-8000-000000000001",
    application: "platform",
    environment: "dev",
    imageTag: "v1.0.0",
    status: "DEPLOYED",
    deployedAt: "2026-02-12T10:00:00Z",
    completedAt: null,
    durationSeconds: null,
    committedAt: null,
    gitCommit: null,
    gitBranch: null,
    acrRegistry: null,
    helmChartVersion: null,
    serviceVersions: null,
    artifactDigest: null,
    runUrl: null,
    notes: null,
    initiatedBy: "ci",
    externalId: null,
    isVersioned: true,
    previousImageTag: null,
    isRollback: false,
    rolledBackAt: null,
    rolledBackBy: null,
    rollbackReason: null,
    recordedAt: "2026-02-12T10:00:00Z",
    recordedBy: "ci",
    ...given,
  }
}
