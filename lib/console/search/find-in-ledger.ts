import type { Actor } from "@/lib/identity/auth/actor"
import type { EnvironmentRef } from "@/lib/ledger/environments/environment-ref"
import {
  readAllEnvironments,
  readEnvironments,
  readLiveEnvironments,
} from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { shortCommit } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"
import { releasesOf, type Shipped } from "./charts-meant"
import { cutGroup, type Draft, type DraftGroup } from "./draft"
import { findTickets, type SearchedEnvironments } from "./find-tickets"
import { findNewestValues, findValuesOf } from "./find-values"
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
  /** What a value may begin with; none: it is not looked for. */
  prefixes: (terms: SearchTerms) => string[]
  label: (value: string) => string
  path: (value: string, found: LedgerValue) => string
  /** What of it tenants may run: everything its last records shipped, what of it is current, or nothing. */
  ships: "all" | "current" | "nothing"
}

const history = (name: string) => (value: string) => pages.history({ [name]: value })
const asWritten = ({ text }: SearchTerms) => [...new Set([text, text.toLowerCase()])]
const itself = (value: string) => value

const kinds: readonly LedgerKind[] = [
  {
    kind: "commit",
    column: "git_commit",
    prefixes: ({ commit }) => (commit === null ? [] : [commit]),
    label: shortCommit,
    path: (value) => pages.search({ q: value }),
    ships: "all",
  },
  {
    kind: "imageTag",
    column: "image_tag",
    prefixes: ({ text }) => (/^\d/.test(text) ? [text, `v${text}`] : [text]),
    label: itself,
    path: (value) => pages.search({ q: value }),
    ships: "all",
  },
  {
    kind: "application",
    column: "application",
    prefixes: asWritten,
    label: itself,
    path: history("application"),
    ships: "current",
  },
  {
    kind: "branch",
    column: "git_branch",
    prefixes: asWritten,
    label: itself,
    path: history("branch"),
    ships: "current",
  },
  {
    kind: "person",
    column: "initiated_by",
    prefixes: asWritten,
    label: itself,
    path: history("initiatedBy"),
    ships: "nothing",
  },
]

/** Everything of the ledger that begins so, as far as the caller may look. */
export async function findInLedger(actor: Actor, terms: SearchTerms, limit: number): Promise<DraftGroup[]> {
  const [all, places, listed] = await Promise.all([
    readAllEnvironments(actor),
    readLiveEnvironments(actor),
    readEnvironments(actor),
  ])
  const current = await readCurrentValues(places)
  return Promise.all([
    ...kinds.map((kind) => findKind(actor, { all, places, current }, kind, terms, limit)),
    findEnvironments(listed, terms, limit),
    findTickets({ all, places }, terms, limit),
  ])
}

async function findKind(
  actor: Actor,
  { all, places, current }: SearchedEnvironments & { current: readonly CurrentValues[] },
  kind: LedgerKind,
  terms: SearchTerms,
  limit: number,
): Promise<DraftGroup> {
  const { column } = kind
  const prefixes = kind.prefixes(terms)
  const source = {
    table: column === "application" ? "lane" : "deployment",
    column,
    limit: limitOf(actor),
  } as const
  const begins = (value: string) => prefixes.some((prefix) => value.startsWith(prefix))
  const runs = new Set(current.flatMap((one) => one[column] ?? []).filter(begins))
  // In the order of the index alone, what runs or is new might not be among the first.
  const [newest, first] = await Promise.all([
    findNewestValues(source, prefixes),
    findValuesOf(source, prefixes),
  ])
  const known = await readLedgerValues(all, column, [...new Set([...runs, ...newest, ...first])])
  const isExact = (value: string) => prefixes.includes(value)
  // The places are looked up only of what is shown, and of one more, by which "more" is told.
  const shown = known
    .toSorted(
      (a, b) =>
        Number(isExact(b.value)) - Number(isExact(a.value)) ||
        Number(runs.has(b.value)) - Number(runs.has(a.value)),
    )
    .slice(0, limit + 1)
  const running = await readWhereItRuns(
    places,
    column,
    shown.map(({ value }) => value),
  )
  const matches = await releasesOf(shown.map((one) => shipped(kind, one, running.get(one.value) ?? [])))
  const drafts = shown.map((one, index): Draft => {
    const environments = running.get(one.value) ?? []
    return {
      kind: kind.kind,
      id: one.value,
      label: kind.label(one.value),
      detail: detailOf(kind.kind, one),
      exact: isExact(one.value),
      path: kind.path(one.value, one),
      newest: one.newest,
      environments: { total: environments.length, items: environments.slice(0, limit) },
      match: withCommit(kind, one.value, matches[index] ?? {}),
    }
  })
  return cutGroup(kind.kind, drafts, limit)
}

function shipped(
  { ships }: LedgerKind,
  one: LedgerValue,
  running: readonly RunningEnvironment[],
): readonly Shipped[] {
  if (ships === "nothing") return []
  if (ships === "all") return one.shipped
  const current = new Set(running.map(({ imageTag }) => imageTag))
  return one.shipped.filter(({ imageTag }) => current.has(imageTag))
}

/** Some make the commit itself the app version. */
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

/** The caller's environments, as a condition on a row `d` of the ledger. */
export function limitOf(actor: Actor): Prisma.Sql {
  return actor.environmentIds === null
    ? Prisma.sql`true`
    : Prisma.sql`d.environment_id = ANY(${[...actor.environmentIds]}::uuid[])`
}

/** There are few of them, and their names are known already. */
async function findEnvironments(
  ladder: readonly EnvironmentRef[],
  { text }: SearchTerms,
  limit: number,
): Promise<DraftGroup> {
  const small = text.toLowerCase()
  const drafts = ladder
    .filter(({ name }) => name.toLowerCase().startsWith(small))
    .map(
      ({ name, production }): Draft => ({
        kind: "environment",
        id: name,
        label: name,
        detail: production ? "production" : null,
        exact: name === text,
        path: pages.history({ environment: name }),
        newest: null,
        environments: { total: 0, items: [] },
        match: {},
      }),
    )
  return cutGroup("environment", drafts, limit)
}
