import { readRunningReleases } from "@/lib/fleet/releases/read-running-releases"
import { type Actor, hasScope } from "@/lib/identity/auth/actor"
import { findChartVersions } from "./find-chart-versions"
import { findInLedger } from "./find-in-ledger"
import { findInReleases } from "./find-in-releases"
import { groupResults } from "./group-results"
import { withChartDeployments } from "./match-shipped-charts"
import type { Search, SearchHit, SearchQuery } from "./schema"
import { searchTerms } from "./search-terms"

/**
 * All matches in deployments and releases, with where they run now, since when and who deployed them; limited to what
 * the caller may read. Kinds with an exact match come first.
 */
export async function searchEverything(actor: Actor, { q, limit }: SearchQuery): Promise<Search> {
  const terms = searchTerms(q)
  const readsLedger = hasScope(actor, "deployments:read")
  const readsReleases = hasScope(actor, "releases:read")
  const [ledger, releases, chartVersions] = await Promise.all([
    readsLedger ? findInLedger(actor, terms, limit) : [],
    readsReleases ? findInReleases(actor, terms, limit) : [],
    findChartVersions(actor, terms),
  ])
  const found = groupResults([...ledger, ...releases, ...chartVersions], limit)
  const groups = readsLedger ? await withChartDeployments(actor, found, limit) : found
  const hits = groups.flatMap((group) => group.hits)
  const running = readsReleases
    ? await readRunningReleases(
        actor,
        hits.map(({ match }) => match),
        limit,
      )
    : []
  const tenantsOf = new Map(hits.map((hit, index) => [hit, running[index] ?? { total: 0, items: [] }]))
  return {
    q: terms.text,
    groups: groups.map((group) => ({
      ...group,
      hits: runningFirst(
        group.hits.map((hit) => {
          const { match, ...rest } = hit
          return { ...rest, tenants: tenantsOf.get(hit) ?? { total: 0, items: [] } }
        }),
      ),
    })),
  }
}

/** Exact matches, then what runs anywhere: the search in the ledger does not know where tenants run a version. */
function runningFirst(hits: readonly SearchHit[]): SearchHit[] {
  const runs = ({ environments, tenants }: SearchHit) => Number(environments.total + tenants.total > 0)
  return hits.toSorted((a, b) => Number(b.exact) - Number(a.exact) || runs(b) - runs(a))
}
