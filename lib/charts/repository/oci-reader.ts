import semver from "semver"
import { z } from "zod"
import type { OutsideWorld } from "@/lib/outbound/ask-outside"
import { archiveLimits } from "../archive/archive-limits"
import { lastOf, type OciPlace, parseOci, tagOf, versionOf } from "./oci-reference"
import { OciRegistry, readJson } from "./oci-registry"
import { RepositoryProblem } from "./repository-problem"
import type { ListedVersion, RepositoryReader, RepositorySource } from "./repository-source"
import { requireSuccess } from "./require-success"

const tagsSchema = z.object({ tags: z.array(z.string()).nullish() })
const catalogSchema = z.object({ repositories: z.array(z.string()).nullish() })
const manifestSchema = z.object({
  layers: z.array(z.object({ mediaType: z.string(), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) })),
})
const chartLayer = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
const manifestType = "application/vnd.oci.image.manifest.v1+json"
/** Each chart is a request of its own. */
const mostCharts = 200

/**
 * Reads charts of a registry. The address may be one chart, or what is before the names of several: then the list comes
 * from the registry's catalogue, which many registries keep to themselves, and a chart is found by its name all the same.
 */
export function ociReader(world: OutsideWorld = {}): RepositoryReader {
  const digests = new Map<string, string>()
  const versionsAt = async (repository: RepositorySource, place: OciPlace): Promise<ListedVersion[]> => {
    const answer = await new OciRegistry(place, repository, world).ask({ path: `${place.path}/tags/list` })
    if ([403, 404].includes(answer.status)) return []
    requireSuccess(answer.status, answer.url)
    return (readJson(tagsSchema, answer).tags ?? []).flatMap((tag) => toListed(lastOf(place.path), tag))
  }
  const digestOf = async (repository: RepositorySource, version: ListedVersion): Promise<string> => {
    const place = placeOf(repository, version.name)
    const key = `${place.host}/${place.path}:${version.location}`
    const known = digests.get(key)
    if (known !== undefined) return known
    const registry = new OciRegistry(place, repository, world)
    const answer = await registry.ask({
      path: `${place.path}/manifests/${version.location}`,
      accept: manifestType,
    })
    requireSuccess(answer.status, answer.url)
    const layer = readJson(manifestSchema, answer).layers.find(({ mediaType }) => mediaType === chartLayer)
    if (layer === undefined) throw new RepositoryProblem(`${key} is no Helm chart.`)
    digests.set(key, layer.digest)
    return layer.digest
  }
  return {
    list: async (repository) => {
      const place = requirePlace(repository)
      const own = await versionsAt(repository, place)
      if (own.length > 0) return own
      const paths = await catalogue(repository, place, world)
      const found = await Promise.all(
        paths.slice(0, mostCharts).map((path) => versionsAt(repository, { host: place.host, path })),
      )
      return found.flat()
    },
    versionsOf: (repository, name) => versionsAt(repository, placeOf(repository, name)),
    digestOf,
    fetchArchive: async (repository, version) => {
      const place = placeOf(repository, version.name)
      const digest = await digestOf(repository, version)
      const answer = await new OciRegistry(place, repository, world).ask({
        path: `${place.path}/blobs/${digest}`,
        accept: "*/*",
        maxBytes: archiveLimits.archiveBytes,
      })
      requireSuccess(answer.status, answer.url)
      return answer.body
    },
  }
}

async function catalogue(
  repository: RepositorySource,
  place: OciPlace,
  world: OutsideWorld,
): Promise<string[]> {
  const answer = await new OciRegistry(place, repository, world).ask({ path: "_catalog?n=10000" })
  if (answer.status !== 200) return []
  const names = readJson(catalogSchema, answer).repositories ?? []
  return names.filter(
    (name) => name.startsWith(`${place.path}/`) && parseOci(`oci://${place.host}/${name}`) !== null,
  )
}

function requirePlace(repository: RepositorySource): OciPlace {
  const place = parseOci(repository.url)
  if (place === null) throw new RepositoryProblem("Its address is no oci:// address.")
  return place
}

function placeOf(repository: RepositorySource, name: string): OciPlace {
  const place = requirePlace(repository)
  return lastOf(place.path) === name ? place : { host: place.host, path: `${place.path}/${name}` }
}

/** Tags that are no version, such as the ones of signatures, are no charts. */
function toListed(name: string, tag: string): ListedVersion[] {
  const version = versionOf(tag)
  if (semver.valid(version) === null || tagOf(version) !== tag) return []
  const unknown = { appVersion: null, description: null, icon: null, createdAt: null, digest: null }
  return [{ name, version, ...unknown, deprecated: false, location: tag }]
}
