import { type DomainError, invalid } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { didYouMean } from "@/lib/platform/nearest"
import { knownListing, knownVersions, newestVersions } from "./known-charts"
import type { ListedVersion } from "./repository/listing"
import { RepositoryProblem, type RepositorySource, toDomainError } from "./repository/repository-source"
import { readerOf, readSources } from "./repository-sources"

export type FoundChart = { repository: RepositorySource; name: string; versions: readonly ListedVersion[] }

const maxShownVersions = 5
/** The maximum number of names compared for suggestions, as each comparison takes time. */
const maxComparedNames = 2_000

/**
 * Finds a chart with its versions, newest first. With `repository` null all repositories are searched, and a name that
 * several have is rejected. A repository is read again before it is said to lack the chart or this `version`. Throws a
 * 422 for /chartName: `unknown_chart`, `ambiguous_chart`.
 */
export async function findChart(
  repository: string | null,
  name: string,
  version?: string,
): Promise<FoundChart> {
  const sources = await readSources()
  const searched = sources.filter((source) => source.name === (repository ?? source.name))
  if (searched.length === 0 && repository !== null) throw unknownRepository(repository, sources)
  const isNamed = repository !== null
  const findBy = (read: Read) => findIn(searched, name, read, isNamed)
  const knownCharts = isNamed ? [] : await findBy((source) => knownVersions(source, name))
  const isKnown = knownCharts.some(({ versions }) =>
    versions.some((one) => one.version === (version ?? one.version)),
  )
  const read: Read = isNamed
    ? (source) => readerOf(source).versionsOf(source, name, version)
    : (source) => newestVersions(source, name, version)
  const charts = isKnown ? knownCharts : await findBy(read)
  const [first, ...others] = charts
  if (first === undefined) throw await unknownChart(name, searched)
  if (others.length > 0) {
    const choices = charts.map((chart) => `${chart.repository.name}/${name}`)
    throw refusal(
      `Several repositories have a chart ${name}. Use one of ${choices.join(", ")}.`,
      "ambiguous_chart",
    )
  }
  return first
}

type Read = (source: RepositorySource) => Promise<readonly ListedVersion[] | null>

/** A slow or unavailable repository must not hide the charts of the others, unless it was named explicitly. */
async function findIn(
  sources: RepositorySource[],
  name: string,
  read: Read,
  isNamed: boolean,
): Promise<FoundChart[]> {
  const failures: unknown[] = []
  const found = await Promise.all(
    sources.map(async (source): Promise<FoundChart[]> => {
      try {
        const versions = await read(source)
        if (versions === null) throw new RepositoryProblem("It could not be read yet.")
        return versions.length === 0 ? [] : [{ repository: source, name, versions }]
      } catch (error) {
        const err = toDomainError(error, source.name)
        log.warn({ err }, "chart repository not readable")
        failures.push(err)
        return []
      }
    }),
  )
  const matches = found.flat()
  if (failures.length > 0 && (isNamed || matches.length === 0)) throw failures[0]
  return matches
}

/** The listed version; throws a 422 for /chartVersion that names the newest ones. */
export function requireVersion(chart: FoundChart, version: string): ListedVersion {
  const listedVersion = chart.versions.find((candidate) => candidate.version === version)
  if (listedVersion !== undefined) return listedVersion
  const newest = chart.versions.slice(0, maxShownVersions).map((candidate) => candidate.version)
  const message = `${chart.repository.name}/${chart.name} has no version ${version}. The newest are: ${newest.join(", ")}.`
  throw invalid("/chartVersion", message, "unknown_chart_version")
}

function unknownRepository(name: string, sources: RepositorySource[]): DomainError {
  const names = sources.map((source) => source.name)
  return refusal(
    `There is no repository "${name}". Configured repositories: ${names.join(", ") || "none"}.${didYouMean(name, names)}`,
    "unknown_chart",
  )
}

async function unknownChart(name: string, sources: RepositorySource[]): Promise<DomainError> {
  const listings = await Promise.all(sources.map((source) => knownListing(source)))
  const names = listings.flatMap((listing) =>
    listing === null ? [] : [...listing.value.charts.keys()].slice(0, maxComparedNames),
  )
  const where = sources.length === 1 ? `The repository ${sources[0]?.name} has` : "The repositories have"
  return refusal(`${where} no chart "${name}".${didYouMean(name, names)}`, "unknown_chart")
}

const refusal = (message: string, code: "unknown_chart" | "ambiguous_chart") =>
  invalid("/chartName", message, code)
