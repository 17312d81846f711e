import { readChartVersions } from "@/lib/fleet/charts/known-charts"
import { type Actor, hasScope } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { readAllEnvironments } from "@/lib/ledger/environments/read-environments"
import { db } from "@/lib/platform/db/transaction"
import { pages } from "@/lib/platform/paths"
import { ledgerColumn } from "./find-in-ledger"
import { installedColumn } from "./find-in-releases"
import { findValues } from "./find-values"
import type { Found } from "./group-results"
import { readLedgerValues } from "./read-ledger"
import { namedChart, type SearchTerms, versionSpellings } from "./search-terms"

/** The number of matches from which the best are chosen. */
const candidates = 200

type FoundVersion = Partial<Pick<Found, "detail" | "newest" | "path">> & MentionedVersion
type MentionedVersion = { chartName: string; chartVersion: string }

/**
 * Chart versions: installed for tenants, reported by deployments, and available for installation; each once, in this
 * order. A version alone matches all charts, `chart 1.2` only that chart.
 */
export async function findChartVersions(actor: Actor, terms: SearchTerms): Promise<Found[]> {
  const readsLedger = hasScope(actor, "deployments:read")
  const readsReleases = hasScope(actor, "releases:read")
  const [installed, reported, listed] = await Promise.all([
    readsReleases ? findInstalled(actor, terms) : [],
    readsLedger ? findReported(actor, terms) : [],
    readsReleases ? findListed(terms) : [],
  ])
  const withChart = [...installed, ...reported.filter(({ chartName }) => chartName !== ""), ...listed]
  const versions = new Set(withChart.flatMap(({ chartVersion }) => versionSpellings(chartVersion)))
  // A version reported without a chart name is attributed to a chart that has it, if any.
  const withoutChart = reported.filter(
    ({ chartName, chartVersion }) => chartName === "" && !versions.has(chartVersion),
  )
  const versionById = new Map([...withChart, ...withoutChart].toReversed().map((one) => [idOf(one), one]))
  const prefixes = versionSpellings(terms.chart?.version ?? terms.text)
  return [...versionById.values()].toReversed().map(({ chartName, chartVersion, ...one }) => {
    const id = idOf({ chartName, chartVersion })
    const match = { charts: [{ chartName: chartName || null, chartVersion }] }
    const exact = prefixes.includes(chartVersion)
    return { kind: "chartVersion", id, exact, path: pages.search({ q: id }), match, ...one }
  })
}

const idOf = ({ chartName, chartVersion }: MentionedVersion) =>
  chartName === "" ? chartVersion : `${chartName} ${chartVersion}`

/** Installed chart versions, the most used first. */
async function findInstalled(actor: Actor, { text, chart }: SearchTerms): Promise<FoundVersion[]> {
  const prefixes = [(chart?.version ?? text).replace(/^v(?=\d)/, "")]
  const versions = await findValues(installedColumn("chart_version", actor), prefixes)
  if (versions.length === 0) return []
  const rows = await db().release.groupBy({
    by: ["repository", "chartName", "chartVersion"],
    where: {
      chartVersion: { in: versions },
      status: { not: "UNINSTALLED" },
      ...(chart !== null && { chartName: chart.name }),
      tenantId: visibleTo(actor).tenants.where,
    },
    _count: true,
    orderBy: { _count: { id: "desc" } },
    take: candidates,
  })
  return rows.map(({ repository, chartName, chartVersion }) => ({
    chartName,
    chartVersion,
    detail: `from ${repository}`,
  }))
}

/** Reported chart versions, the newest report first; `chartName` is empty if only a version was reported. */
async function findReported(actor: Actor, { text, chart }: SearchTerms): Promise<FoundVersion[]> {
  const prefixes =
    chart === null
      ? versionSpellings(text)
      : ["-", ":", " "].flatMap((separator) =>
          versionSpellings(chart.version).map((one) => chart.name + separator + one),
        )
  const [environments, values] = await Promise.all([
    readAllEnvironments(actor),
    findValues(ledgerColumn("helm_chart_version", actor), prefixes),
  ])
  const ledgerValues = await readLedgerValues(environments, "helm_chart_version", values)
  return ledgerValues.map(({ value, newest }) => {
    const chart = namedChart(value)
    return {
      chartName: chart?.name ?? "",
      chartVersion: chart?.version ?? value,
      detail: `reported by ${newest.application}`,
      newest,
    }
  })
}

/** Chart versions available for installation. */
async function findListed({ text, chart }: SearchTerms): Promise<FoundVersion[]> {
  const versionPrefix = (chart?.version ?? text).replace(/^v(?=\d)/, "")
  if (!/^\d/.test(versionPrefix)) return []
  const listed = await readChartVersions(
    ({ name, version }) => version.startsWith(versionPrefix) && (chart === null || name === chart.name),
    candidates,
  )
  return listed.map(({ repository, name, version }) => ({
    chartName: name,
    chartVersion: version,
    detail: `from ${repository}`,
    path: pages.chart(repository, name, { version }),
  }))
}
