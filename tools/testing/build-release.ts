import type { Preview } from "@/lib/fleet/releases/preview-schema"
import type { Release } from "@/lib/fleet/releases/schema"

const at = "2026-02-12T10:00:00Z"

/** A deployed release for tests; pass only the fields that matter. */
export function buildRelease(more: Partial<Release> = {}): Release {
  return {
    id: "01900000-0000-7000-8000-000000000001",
    tenantId: "01900000-0000-7000-8000-000000000002",
    tenantSlug: "acme",
    tenantName: "Acme",
    releaseName: "acme-web",
    cluster: "main",
    namespace: "tenant-acme",
    repository: "demo",
    chartName: "web",
    chartVersion: "1.1.0",
    appVersion: "2.0.0",
    valuesOverride: {},
    timeout: 300,
    atomic: false,
    waitForJobs: false,
    description: null,
    status: "DEPLOYED",
    revision: 3,
    inCluster: true,
    createdBy: "ada",
    createdAt: at,
    updatedAt: at,
    deployedAt: at,
    uninstalledAt: null,
    uninstallReason: null,
    operation: null,
    outOfBand: false,
    lastError: null,
    cause: null,
    warnings: [],
    stuckSince: null,
    ...more,
  }
}

/** A validated preview of its upgrade that changes nothing; pass only the fields that matter. */
export function buildPreview(more: Partial<Preview> = {}): Preview {
  return {
    kind: "UPGRADE",
    releaseId: null,
    chartName: "web",
    fromChartVersion: null,
    toChartVersion: "1.1.0",
    values: "",
    resources: [],
    notes: null,
    validated: true,
    warnings: [],
    problems: [],
    adoption: null,
    previewDigest: "preview.digest",
    ...more,
  }
}
