import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import {
  type EnvironmentRef,
  readAllEnvironments,
  readEnvironments,
  readLiveEnvironments,
} from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { shortCommit } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"
import { findTickets, type SearchedEnvironments } from "./find-tickets"
import { findNewestValues, findValues } from "./find-values"
import type { Draft, Found } from "./group-results"
import { matchReleases, type ShippedVersion } from "./match-shipped-charts"
import {
  type CurrentValues,
  type LedgerColumn,
  type LedgerValue,
  readCurrentValues,
  readLedgerValues,
  readWhereItRuns,
} from "./read-ledger"
import type { RunningEnvironment, SearchKind } from "./schema"
import type { SearchTerms } from "./search-terms"

type LedgerKind = {
  kind: SearchKind
  column: LedgerColumn
  /** The prefixes to search for; empty: not searched. Default: the text in both cases. */
  prefixes?: (terms: SearchTerms) => string[]
  label?: (value: string) => string
  /** The history filter that shows its records; without one, the history searches for the text. */
  filter?: string
  /** What tenants may run of it: everything that its last records shipped, only the current ones, or nothing. */
  ships: "all" | "current" | "nothing"
}

const kinds: readonly LedgerKind[] = [
  {
    kind: "commit",
    column: "git_commit",
    label: shortCommit,
    ships: "all",
    prefixes: ({ commit }) => (commit === null ? [] : [commit]),
  },
  {
    kind: "imageTag",
    column: "image_tag",
    ships: "all",
    prefixes: ({ text }) => (/^\d/.test(text) ? [text, `v${text}`] : [text]),
  },
  { kind: "application", column: "application", filter: "application", ships: "current" },
  { kind: "branch", column: "git_branch", filter: "branch", ships: "current" },
  { kind: "person", column: "initiated_by", filter: "initiatedBy", ships: "nothing" },
]

/** All ledger values that match, as far as the caller can see them. */
export async function findInLedger(actor: Actor, terms: SearchTerms, limit: number): Promise<Found[]> {
  const [environments, live, listed] = await Promise.all([
    readAllEnvironments(actor),
    readLiveEnvironments(actor),
    readEnvironments(actor),
  ])
  const current = await readCurrentValues(live)
  const found = await Promise.all([
    ...kinds.map((kind) => findKind(actor, { environments, live, current }, kind, terms, limit)),
    findEnvironments(listed, terms),
    findTickets({ environments, live }, terms, limit),
  ])
  return found.flat()
}

async function findKind(
  actor: Actor,
  { environments: all, live, current }: SearchedEnvironments & { current: readonly CurrentValues[] },
  kind: LedgerKind,
  terms: SearchTerms,
  limit: number,
): Promise<Found[]> {
  const { column } = kind
  const prefixes = kind.prefixes?.(terms) ?? [...new Set([terms.text, terms.text.toLowerCase()])]
  const source = ledgerColumn(column, actor)
  const hasPrefix = (value: string) => prefixes.some((prefix) => value.startsWith(prefix))
  const runs = new Set(current.flatMap((one) => one[column] ?? []).filter(hasPrefix))
  // In index order alone, running or recent values might not be among the first.
  const [newest, first] = await Promise.all([
    findNewestValues(source, prefixes),
    findValues(source, prefixes),
  ])
  const ledgerValues = await readLedgerValues(all, column, [...new Set([...runs, ...newest, ...first])])
  const isExact = (value: string) => prefixes.includes(value)
  // Places are resolved only for the shown results and one extra, which determines `more`.
  const shownValues = ledgerValues
    .toSorted(
      (a, b) =>
        Number(isExact(b.value)) - Number(isExact(a.value)) ||
        Number(runs.has(b.value)) - Number(runs.has(a.value)),
    )
    .slice(0, limit + 1)
  const running = await readWhereItRuns(
    live,
    column,
    shownValues.map(({ value }) => value),
  )
  const matches = await matchReleases(
    shownValues.map((one) => shipped(kind, one, running.get(one.value) ?? [])),
  )
  return shownValues.map((one, index) => {
    const { value, newest } = one
    const environments = running.get(value) ?? []
    return {
      kind: kind.kind,
      id: value,
      label: kind.label?.(value) ?? value,
      detail: detailOf(kind.kind, one),
      exact: isExact(value),
      newest,
      path: kind.filter === undefined ? pages.search({ q: value }) : pages.history({ [kind.filter]: value }),
      environments: { total: environments.length, items: environments.slice(0, limit) },
      match: withCommit(kind, value, matches[index] ?? {}),
    }
  })
}

function shipped(
  { ships }: LedgerKind,
  one: LedgerValue,
  running: readonly RunningEnvironment[],
): readonly ShippedVersion[] {
  if (ships === "nothing") return []
  if (ships === "all") return one.shipped
  const current = new Set(running.map(({ imageTag }) => imageTag))
  return one.shipped.filter(({ imageTag }) => current.has(imageTag))
}

/** Some charts use the commit as the app version. */
function withCommit({ kind }: LedgerKind, value: string, match: Draft["match"]): Draft["match"] {
  if (kind !== "commit") return match
  return { ...match, appVersions: [...(match.appVersions ?? []), value, value.slice(0, 7)] }
}

function detailOf(kind: SearchKind, { newest, shipped: records }: LedgerValue): string | null {
  const applications = new Set(records.map(({ application }) => application))
  if (kind === "application") return null
  if (kind === "commit") return `${newest.imageTag} of ${newest.application}`
  return applications.size > 1 ? `of ${applications.size} applications` : `of ${newest.application}`
}

/** A column of the records that the caller can see. */
export const ledgerColumn = (column: LedgerColumn, actor: Actor) => ({
  table: column === "application" ? ("lane" as const) : ("deployment" as const),
  column,
  limit: visibleTo(actor).environments.sql(Prisma.sql`d.environment_id`),
})

/** Environments are few, and their names are already loaded. */
function findEnvironments(environments: readonly EnvironmentRef[], { text }: SearchTerms): Found[] {
  const lowerText = text.toLowerCase()
  return environments
    .filter(({ name }) => name.toLowerCase().startsWith(lowerText))
    .map(({ name, production }) => ({
      kind: "environment",
      id: name,
      exact: name === text,
      path: pages.history({ environment: name }),
      detail: production ? "production" : null,
    }))
}
