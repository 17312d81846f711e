import { queryOptions } from "@tanstack/react-query"
import type { PlannedRelease, Wave } from "@/lib/fleet/rollouts/schema"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { api } from "@/lib/platform/paths"
import { requestAll } from "@/lib/web/client/request"

export const maxWaves = 20
export const everyone: Wave = { name: "Everyone", selector: {} }

/** The waves in the URL, or null if there are none. */
export function readWaves(value: unknown): Wave[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > maxWaves) return null
  const waves = value.map(readWave)
  return waves.some((wave) => wave === null) ? null : waves.filter((wave) => wave !== null)
}

function readWave(value: unknown): Wave | null {
  if (typeof value !== "object" || value === null || !("name" in value) || !("selector" in value)) return null
  const { name, selector } = value
  if (typeof name !== "string" || typeof selector !== "object" || selector === null) return null
  const tags = Object.entries(selector).filter((tag): tag is [string, string] => typeof tag[1] === "string")
  return { name, selector: Object.fromEntries(tags) }
}

/** Takes all remaining tenants. */
export function matchesAllRemaining({ selector }: Wave): boolean {
  return Object.keys(selector).length === 0
}

/** Adds a wave before a final one that takes the rest, after which no tenants would be left. */
export function addWave(waves: readonly Wave[]): Wave[] {
  const last = waves.at(-1)
  const added: Wave = { name: `Wave ${waves.length + 1}`, selector: {} }
  if (last === undefined || !matchesAllRemaining(last)) return [...waves, { ...added, name: "The rest" }]
  return [...waves.slice(0, -1), { ...added, name: `Wave ${waves.length}` }, last]
}

/** One wave per value of a tag, in alphabetical order, and one for the rest. */
export function wavesByTag(tag: string, tenants: readonly Pick<Tenant, "tags">[]): Wave[] {
  const values = [...new Set(tenants.flatMap(({ tags }) => tags[tag] ?? []))].sort((one, other) =>
    one.localeCompare(other, "en", { numeric: true }),
  )
  const waves = values
    .slice(0, maxWaves - 1)
    .map((value) => ({ name: value || tag, selector: { [tag]: value } }))
  const coversAll = tenants.every(({ tags }) => tags[tag] !== undefined) && values.length < maxWaves
  return coversAll ? waves : [...waves, { name: "The rest", selector: {} }]
}

export const moveWave = (waves: readonly Wave[], from: number, to: number): Wave[] =>
  waves.toSpliced(from, 1).toSpliced(to, 0, ...waves.slice(from, from + 1))

export function tagPairs(tenants: readonly Pick<Tenant, "tags">[]) {
  const counts = new Map<string, { name: string; value: string; tenants: number }>()
  for (const { tags } of tenants) {
    for (const [name, value] of Object.entries(tags)) {
      const pair = counts.get(`${name}=${value}`) ?? { name, value, tenants: 0 }
      counts.set(`${name}=${value}`, { ...pair, tenants: pair.tenants + 1 })
    }
  }
  return [...counts.values()].sort(
    (count, other) =>
      count.name.localeCompare(other.name) || count.value.localeCompare(other.value, "en", { numeric: true }),
  )
}

export interface WaveSize {
  tenants: number
  /** Null until a version is chosen, as the number of upgrades is unknown. */
  releases: number | null
}

export function waveSizes(
  waves: readonly Wave[],
  tenants: readonly Pick<Tenant, "tags">[],
  plan: { releases: readonly Pick<PlannedRelease, "wave" | "skipReason" | "tenantId">[] } | null,
): WaveSize[] {
  if (plan === null) {
    const taken = tenants.map(({ tags }) => waves.findIndex((wave) => matchesTags(wave, tags)))
    return waves.map((_, index) => ({
      tenants: taken.filter((wave) => wave === index).length,
      releases: null,
    }))
  }
  return waves.map((_, index) => {
    const releases = plan.releases.filter(({ wave, skipReason }) => wave === index && skipReason === null)
    return { tenants: new Set(releases.map(({ tenantId }) => tenantId)).size, releases: releases.length }
  })
}

function matchesTags({ selector }: Wave, tags: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([name, value]) => tags[name] === value)
}

/** Covers the maximum number of tenants of a rollout. */
const maxPages = 4

export const allTenantsQuery = queryOptions({
  queryKey: ["tenants", "all"],
  queryFn: ({ signal }) => requestAll(api("/tenants", { limit: 500 }), { signal, maxPages }),
})
