import type { SearchHit, SearchKind } from "@/lib/console/search/schema"
import { formatQuantity } from "@/lib/platform/format"

interface SearchKindStyle {
  /** Before a name. */
  one: string
  plural: string
  /** Its names are code and use a monospace font. */
  isCode?: boolean
  /** It can run somewhere, even if it currently does not. */
  runs?: boolean
  /** Links to the page about it. */
  link?: string
  /** Its records may have shipped different tags and charts, so that no page lists all of their tenants. */
  isShippedInMany?: boolean
}

export const searchKinds: Record<SearchKind, SearchKindStyle> = {
  commit: { one: "Commit", plural: "Commits", isCode: true, runs: true, isShippedInMany: true },
  imageTag: { one: "Image tag", plural: "Image tags", isCode: true, runs: true, isShippedInMany: true },
  tenant: { one: "Tenant", plural: "Tenants", runs: true, link: "View tenant" },
  release: { one: "Release", plural: "Releases", runs: true, link: "View release" },
  application: {
    one: "Application",
    plural: "Applications",
    runs: true,
    link: "View history",
    isShippedInMany: true,
  },
  environment: { one: "Environment", plural: "Environments" },
  chart: { one: "Chart", plural: "Charts", runs: true, link: "View chart" },
  chartVersion: { one: "Chart version", plural: "Chart versions", isCode: true, runs: true },
  appVersion: { one: "App version", plural: "App versions", isCode: true, runs: true },
  branch: {
    one: "Branch",
    plural: "Branches",
    isCode: true,
    runs: true,
    link: "View history",
    isShippedInMany: true,
  },
  person: { one: "Deployed by", plural: "Users" },
  ticket: { one: "Mention", plural: "Mentions in notes" },
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
