import { readChartNames } from "@/lib/fleet/charts/known-charts"
import { visibleInstalledSql } from "@/lib/fleet/releases/read-running-releases"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import { pages } from "@/lib/platform/paths"
import { findRevisionTickets } from "./find-tickets"
import { findValues } from "./find-values"
import type { Found } from "./group-results"
import { type SearchTerms, versionSpellings } from "./search-terms"

/** The number of matches from which the best are chosen. */
const candidates = 200

/** Matching tenants, releases, charts and app versions, as far as the caller can see them. */
export async function findInReleases(actor: Actor, terms: SearchTerms, limit: number): Promise<Found[]> {
  const found = await Promise.all([
    findTenants(actor, terms, limit),
    findReleases(actor, terms, limit),
    findCharts(actor, terms),
    findAppVersions(actor, terms),
    findRevisionTickets(actor, terms, limit),
  ])
  return found.flat()
}

/** Every word as a prefix; words contain letters and digits only. */
function wordsQuery({ words }: SearchTerms): Prisma.Sql {
  return Prisma.sql`${words.map((word) => `'${word}':*`).join(" & ")}::tsquery`
}

async function findTenants(actor: Actor, terms: SearchTerms, limit: number): Promise<Found[]> {
  if (terms.words.length === 0) return []
  const isVisible = visibleTo(actor).tenants.sql(Prisma.sql`t.id`)
  type Row = { id: string; slug: string; name: string; namespace: string; tags: Record<string, string> }
  const rows = await query<Row>(Prisma.sql`
    SELECT * FROM (
      SELECT t.id, t.slug, t.name, t.namespace, t.tags FROM tenant t
      WHERE tenant_words(t.slug, t.name, t.namespace, t.tags) @@ ${wordsQuery(terms)} AND ${isVisible} LIMIT ${candidates}) t
    ORDER BY (t.slug = ${terms.text.toLowerCase()}) DESC, starts_with(t.slug, ${terms.text.toLowerCase()}) DESC, t.slug
    LIMIT ${limit + 1}`)
  return rows.map(({ id, slug, name, namespace, tags }) => ({
    kind: "tenant",
    id,
    label: name,
    path: pages.tenant(id),
    match: { tenantIds: [id] },
    detail: [slug, namespace, ...Object.entries(tags).map(([tag, value]) => `${tag}=${value}`)].join(" · "),
    exact: [slug, name.toLowerCase(), namespace].includes(terms.text.toLowerCase()),
  }))
}

async function findReleases(actor: Actor, terms: SearchTerms, limit: number): Promise<Found[]> {
  if (terms.words.length === 0) return []
  const lowerText = terms.text.toLowerCase()
  const rows = await query<{ id: string; releaseName: string; tenant: string }>(Prisma.sql`
    SELECT h.id, h.release_name AS "releaseName", t.name AS tenant FROM (
      SELECT h.id, h.release_name, h.tenant_id FROM helm_release h
      WHERE search_words(h.release_name) @@ ${wordsQuery(terms)} AND ${visibleInstalledSql(actor)} LIMIT ${candidates}) h
    JOIN tenant t ON t.id = h.tenant_id
    ORDER BY (h.release_name = ${lowerText}) DESC, starts_with(h.release_name, ${lowerText}) DESC, h.release_name LIMIT ${limit + 1}`)
  return rows.map(({ id, releaseName, tenant }) => ({
    kind: "release",
    id,
    label: releaseName,
    detail: `of ${tenant}`,
    exact: releaseName === lowerText,
    path: pages.release(id),
    match: { releaseIds: [id] },
  }))
}

/** A column of the caller's installed releases. */
export const installedColumn = (column: string, actor: Actor) => ({
  table: "helm_release" as const,
  column,
  limit: Prisma.sql`d.status <> 'UNINSTALLED' AND ${visibleTo(actor).tenants.sql(Prisma.sql`d.tenant_id`)}`,
})

/** Installed charts, and charts available for installation. */
async function findCharts(actor: Actor, { text }: SearchTerms): Promise<Found[]> {
  const prefixes = [...new Set([text, text.toLowerCase()])]
  const [installed, fitting] = await Promise.all([
    findValues(installedColumn("chart_name", actor), prefixes),
    readChartNames((name) => prefixes.some((prefix) => name.startsWith(prefix))),
  ])
  const names = [...new Set([...installed, ...fitting.map(({ name }) => name)])]
  return names.map((name) => {
    const knownChart = fitting.find((chart) => chart.name === name)
    return {
      kind: "chart",
      id: name,
      exact: prefixes.includes(name),
      match: { chartNames: [name] },
      detail: knownChart === undefined ? null : `from ${knownChart.repository}`,
      path:
        knownChart === undefined
          ? pages.releases({ chartName: name })
          : pages.chart(knownChart.repository, name),
    }
  })
}

async function findAppVersions(actor: Actor, { text }: SearchTerms): Promise<Found[]> {
  const spellings = versionSpellings(text)
  const values = await findValues(installedColumn("app_version", actor), spellings)
  return values.map((value) => ({
    kind: "appVersion",
    id: value,
    exact: spellings.includes(value),
    path: pages.search({ q: value }),
    match: { appVersions: [value] },
  }))
}
