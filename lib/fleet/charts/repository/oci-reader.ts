import { z } from "zod"
import type { OutsideAnswer, OutsideWorld } from "@/lib/platform/outbound/fetch-external"
import { TaskLimitError, threadTask } from "@/lib/platform/threads/thread-task"
import { archiveLimits } from "../archive/archive-limits"
import { readPages } from "./listed-pages"
import type { ListedVersion } from "./listing"
import { makeListing } from "./listing"
import { lastOf, type OciLocation, parseOci } from "./oci-reference"
import { OciRegistry, readJson } from "./oci-registry"
import type readTagsTask from "./read-tags.task"
import { RepositoryProblem } from "./repository-problem"
import type { RepositoryReader, RepositorySource } from "./repository-source"
import { requireSuccess } from "./require-success"

const catalogSchema = z.object({ repositories: z.array(z.string()).nullish() })
const manifestSchema = z.object({
  layers: z.array(z.object({ mediaType: z.string(), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) })),
})
const chartLayer = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
const manifestType = "application/vnd.oci.image.manifest.v1+json"
/** Each chart is a separate request. */
const maxCharts = 200
const chartsAtOnce = 8

const readTags = threadTask<typeof readTagsTask>("lib/fleet/charts/repository/read-tags.task.ts")

/**
 * Reads charts of a registry. The address is either one chart or the common prefix of several: then they are listed from
 * the registry's catalog. Many registries do not expose one, but a chart can still be found by its name.
 */
export function ociReader(world: OutsideWorld = {}): RepositoryReader {
  const digests = new Map<string, string>()
  const versionsAt = async (
    repository: RepositorySource,
    place: OciLocation,
  ): Promise<readonly ListedVersion[]> => {
    const answer = await new OciRegistry(place, repository, world).ask({ path: `${place.path}/tags/list` })
    if ([403, 404].includes(answer.status)) return []
    requireSuccess(answer.status, answer.url)
    const name = lastOf(place.path)
    const { charts } = await makeListing(readPages(await pagesOf(repository, name, answer)))
    return charts.get(name)?.versions ?? []
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
    if (layer === undefined) throw new RepositoryProblem(`${key} is not a Helm chart.`)
    digests.set(key, layer.digest)
    return layer.digest
  }
  return {
    list: async (repository) => {
      const place = requirePlace(repository)
      const own = await versionsAt(repository, place)
      if (own.length > 0) return makeListing([own])
      const paths = (await catalogue(repository, place, world)).slice(0, maxCharts).sort()
      const found: (readonly ListedVersion[])[] = []
      for (let at = 0; at < paths.length; at += chartsAtOnce) {
        const some = paths.slice(at, at + chartsAtOnce)
        found.push(
          ...(await Promise.all(some.map((path) => versionsAt(repository, { host: place.host, path })))),
        )
      }
      return makeListing(found)
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

async function pagesOf(
  repository: RepositorySource,
  name: string,
  { body, url }: OutsideAnswer,
): Promise<string[]> {
  const read = await readTags(repository.id, { bytes: body, name }).catch((error: unknown) => {
    if (error instanceof TaskLimitError) return null
    throw error
  })
  if (read === null) throw new RepositoryProblem(`${url.host} returned an invalid response.`)
  return read.pages
}

async function catalogue(
  repository: RepositorySource,
  place: OciLocation,
  world: OutsideWorld,
): Promise<string[]> {
  const answer = await new OciRegistry(place, repository, world).ask({ path: "_catalog?n=10000" })
  if (answer.status !== 200) return []
  const names = readJson(catalogSchema, answer).repositories ?? []
  return names.filter(
    (name) => name.startsWith(`${place.path}/`) && parseOci(`oci://${place.host}/${name}`) !== null,
  )
}

function requirePlace(repository: RepositorySource): OciLocation {
  const place = parseOci(repository.url)
  if (place === null) throw new RepositoryProblem("The address is not an oci:// address.")
  return place
}

function placeOf(repository: RepositorySource, name: string): OciLocation {
  const place = requirePlace(repository)
  return lastOf(place.path) === name ? place : { host: place.host, path: `${place.path}/${name}` }
}
