import type { SearchHit, SearchKind } from "@/lib/console/search/schema"
import { formatQuantity } from "@/lib/platform/format"

/** The labels of a result kind: plural as a heading, singular before a name. */
export const kindLabels: Record<SearchKind, { plural: string; one: string }> = {
  commit: { plural: "Commits", one: "Commit" },
  imageTag: { plural: "Image tags", one: "Image tag" },
  tenant: { plural: "Tenants", one: "Tenant" },
  release: { plural: "Releases", one: "Release" },
  application: { plural: "Applications", one: "Application" },
  environment: { plural: "Environments", one: "Environment" },
  chart: { plural: "Charts", one: "Chart" },
  chartVersion: { plural: "Chart versions", one: "Chart version" },
  appVersion: { plural: "App versions", one: "App version" },
  branch: { plural: "Branches", one: "Branch" },
  person: { plural: "Users", one: "Deployed by" },
  ticket: { plural: "Mentions in notes", one: "Mention" },
}

/** Kinds whose names are code and use a monospace font. */
export const isCode: Record<SearchKind, boolean> = {
  commit: true,
  imageTag: true,
  tenant: false,
  release: false,
  application: false,
  environment: false,
  chart: false,
  chartVersion: true,
  appVersion: true,
  branch: true,
  person: false,
  ticket: false,
}

const maxNamed = 2

/** Where it runs, in short: "prod, staging and 3 more · 12 tenants"; null for kinds that cannot run. */
export function locationLabel({ kind, environments, tenants, newest }: SearchHit): string | null {
  const environmentNames = [...new Set(environments.items.map(({ environment }) => environment))]
  const moreCount = environments.total - Math.min(environmentNames.length, maxNamed)
  const inLedger =
    environmentNames.length === 0
      ? []
      : [`${environmentNames.slice(0, maxNamed).join(", ")}${moreCount > 0 ? ` and ${moreCount} more` : ""}`]
  const unit = kind === "tenant" ? "release" : "tenant"
  const inTenants = tenants.total === 0 || kind === "release" ? [] : [formatQuantity(tenants.total, unit)]
  const words = [...inLedger, ...inTenants]
  if (words.length > 0) return words.join(" · ")
  if (kind === "chartVersion" && newest === null) return "not installed"
  return newest !== null && kind !== "person" && kind !== "ticket" ? "not running" : null
}

const kindsThatRun: ReadonlySet<SearchKind> = new Set([
  "commit",
  "imageTag",
  "tenant",
  "release",
  "application",
  "chart",
  "chartVersion",
  "appVersion",
  "branch",
])

/** Whether this kind can run somewhere, even if it currently does not. */
export function runsSomewhere({ kind }: SearchHit): boolean {
  return kindsThatRun.has(kind)
}
