import { z } from "zod"
import { egressPolicy, isListed } from "@/lib/platform/outbound/check-address"
import {
  type ExternalDependencies,
  type ExternalResponse,
  fetchExternal,
} from "@/lib/platform/outbound/fetch-external"
import { onLimit, threadTask } from "@/lib/platform/threads/thread-task"
import { archiveLimits } from "../archive/unpack-chart"
import { type ListedVersion, makeListing, readPages } from "./listing"
import {
  type Challenge,
  lastOf,
  mayHaveCredentials,
  type OciLocation,
  parseChallenge,
  parseOci,
} from "./oci-reference"
import type readCatalogTask from "./read-catalog.task"
import type readTagsTask from "./read-tags.task"
import {
  basicAuthorization,
  RepositoryProblem,
  type RepositoryReader,
  type RepositorySource,
  requireSuccess,
} from "./repository-source"

const manifestSchema = z.object({
  layers: z.array(z.object({ mediaType: z.string(), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) })),
})
/** Sent as part of a header, so other characters would make the request fail. */
const issuedToken = z
  .string()
  .max(16_384)
  .regex(/^[\x21-\x7e]+$/)
  .optional()
  .catch(undefined)
const tokenSchema = z.object({ token: issuedToken, access_token: issuedToken })
const chartLayer = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
const manifestType = "application/vnd.oci.image.manifest.v1+json"
/** Each chart is a separate request. */
const maxCharts = 200
const chartsAtOnce = 8
const timeoutMs = 20_000
/** Parsed on the event loop, unlike lists of tags and repositories. */
const manifestBytes = 256 * 1_024

const readCatalog = threadTask<typeof readCatalogTask>("lib/fleet/charts/repository/read-catalog.task.ts")
const readTags = threadTask<typeof readTagsTask>("lib/fleet/charts/repository/read-tags.task.ts")

/**
 * Reads charts of a registry. The address is either one chart or the common prefix of several: then they are listed from
 * the registry's catalog. Many registries do not expose one, but a chart can still be found by its name.
 */
export function ociReader(dependencies: ExternalDependencies = {}): RepositoryReader {
  const digests = new Map<string, string>()
  const versionsAt = async (repository: RepositorySource, location: OciLocation) => {
    const response = await query(repository, location, { path: `${location.path}/tags/list` }, dependencies)
    if ([403, 404].includes(response.status)) return []
    requireSuccess(response)
    const name = lastOf(location.path)
    const { charts } = await makeListing(readPages(await pagesOf(repository, name, response)))
    return charts.get(name)?.versions ?? []
  }
  const digestOf = async (repository: RepositorySource, version: ListedVersion): Promise<string> => {
    const location = locationOf(repository, version.name)
    const key = `${location.host}/${location.path}:${version.location}`
    const digest = digests.get(key)
    if (digest !== undefined) return digest
    const path = `${location.path}/manifests/${version.location}`
    const response = requireSuccess(
      await query(
        repository,
        location,
        { path, accept: manifestType, maxBytes: manifestBytes },
        dependencies,
      ),
    )
    const layer = readJson(manifestSchema, response).layers.find(({ mediaType }) => mediaType === chartLayer)
    if (layer === undefined) throw new RepositoryProblem(`${key} is not a Helm chart.`)
    digests.set(key, layer.digest)
    return layer.digest
  }
  return {
    list: async (repository) => {
      const location = baseOf(repository)
      const chart = await versionsAt(repository, location)
      if (chart.length > 0) return makeListing([chart])
      const { paths, omitted } = await pathsBelow(repository, location, dependencies)
      const charts: (readonly ListedVersion[])[] = []
      for (let at = 0; at < paths.length; at += chartsAtOnce) {
        const batch = paths.slice(at, at + chartsAtOnce)
        charts.push(
          ...(await Promise.all(batch.map((path) => versionsAt(repository, { ...location, path })))),
        )
      }
      return makeListing(charts, { omittedCharts: omitted })
    },
    versionsOf: (repository, name) => versionsAt(repository, locationOf(repository, name)),
    digestOf,
    fetchArchive: async (repository, version) => {
      const location = locationOf(repository, version.name)
      const path = `${location.path}/blobs/${await digestOf(repository, version)}`
      const blob = { path, accept: "*/*", maxBytes: archiveLimits.archiveBytes }
      return requireSuccess(await query(repository, location, blob, dependencies)).body
    },
  }
}

async function pagesOf(
  repository: RepositorySource,
  name: string,
  { body, url }: ExternalResponse,
): Promise<string[]> {
  const read = await readTags(repository.id, { bytes: body, name }).catch(onLimit(() => null))
  if (read === null) throw invalidResponse(url)
  return read.pages
}

/** The catalog's repositories below this location; none where the registry has no catalog. */
async function pathsBelow(
  repository: RepositorySource,
  location: OciLocation,
  dependencies: ExternalDependencies,
): Promise<{ paths: string[]; omitted: number }> {
  const response = await query(repository, location, { path: "_catalog?n=10000" }, dependencies)
  if (response.status !== 200) return { paths: [], omitted: 0 }
  const catalog = { bytes: response.body, ...location, limit: maxCharts }
  const below = await readCatalog(repository.id, catalog).catch(onLimit(() => null))
  if (below === null) throw invalidResponse(response.url)
  return below
}

function baseOf(repository: RepositorySource): OciLocation {
  const location = parseOci(repository.url)
  if (location === null) throw new RepositoryProblem("The address is not an oci:// address.")
  return location
}

function locationOf(repository: RepositorySource, name: string): OciLocation {
  const base = baseOf(repository)
  return lastOf(base.path) === name ? base : { host: base.host, path: `${base.path}/${name}` }
}

/**
 * Sends a request of the OCI distribution specification. Returns any status except a first 401, which is retried with a
 * token.
 */
async function query(
  repository: RepositorySource,
  { host }: OciLocation,
  request: { path: string; accept?: string; maxBytes?: number },
  dependencies: ExternalDependencies,
): Promise<ExternalResponse> {
  const { path, accept = "application/json", maxBytes = 4 * 1_048_576 } = request
  const send = (authorization: string | null) =>
    fetchExternal(
      new URL(`https://${host}/v2/${path}`),
      { headers: { accept }, authorization, maxBytes, timeoutMs },
      dependencies,
    )
  const first = await send(basicAuthorization(repository))
  const challenge = first.status === 401 ? parseChallenge(first.headers["www-authenticate"]) : null
  return challenge === null
    ? first
    : send(`Bearer ${await fetchToken(repository, host, challenge, dependencies)}`)
}

async function fetchToken(
  repository: RepositorySource,
  host: string,
  { realm, service, scope }: Challenge,
  dependencies: ExternalDependencies,
): Promise<string> {
  const url = new URL(realm)
  if (service !== null) url.searchParams.set("service", service)
  if (scope !== null) url.searchParams.set("scope", scope)
  const { hosts } = dependencies.policy ?? egressPolicy()
  const isTrusted = mayHaveCredentials(host, realm, (other) => hosts !== null && isListed(other, hosts))
  const authorization = isTrusted ? basicAuthorization(repository) : null
  const response = await fetchExternal(url, { authorization, maxBytes: 1_048_576, timeoutMs }, dependencies)
  const { token, access_token } = readJson(tokenSchema, requireSuccess(response))
  const issued = token ?? access_token
  if (issued === undefined) throw new RepositoryProblem(`${url.host} returned no token.`)
  return issued
}

function readJson<T>(schema: z.ZodType<T>, { body, url }: ExternalResponse): T {
  try {
    return schema.parse(JSON.parse(body.toString("utf8")))
  } catch {
    throw invalidResponse(url)
  }
}

const invalidResponse = ({ host }: URL) => new RepositoryProblem(`${host} returned an invalid response.`)
