import type { JsonObject } from "../json"
import { apiVersionOf, type ResourceType } from "../kinds"

export const clusterVersion: JsonObject = {
  major: "1",
  minor: "34",
  gitVersion: "v1.34.0-slipway-sandbox",
  gitCommit: "0000000000000000000000000000000000000000",
  gitTreeState: "clean",
  buildDate: "2026-01-01T00:00:00Z",
  goVersion: "none",
  compiler: "none",
  platform: "linux/amd64",
}

const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
const verbsOf = (type: ResourceType) => (type.storable ? verbs : ["create"])

type Group = { name: string; versions: string[] }

function groupsOf(types: readonly ResourceType[]): Group[] {
  const groups = new Map<string, string[]>()
  for (const { group, version } of types) {
    const versions = groups.get(group) ?? []
    if (!versions.includes(version)) versions.push(version)
    groups.set(group, versions)
  }
  return [...groups].map(([name, versions]) => ({ name, versions }))
}

const groupVersion = (group: string, version: string) => ({
  groupVersion: group === "" ? version : `${group}/${version}`,
  version,
})

export const coreVersions: JsonObject = {
  kind: "APIVersions",
  versions: ["v1"],
  serverAddressByClientCIDRs: [],
}

export function apiGroup(types: readonly ResourceType[], name: string): JsonObject | null {
  const group = groupsOf(types).find((one) => one.name === name)
  return group === undefined ? null : { kind: "APIGroup", apiVersion: "v1", ...groupEntry(group) }
}

function groupEntry({ name, versions }: Group): JsonObject {
  return {
    name,
    versions: versions.map((version) => groupVersion(name, version)),
    preferredVersion: groupVersion(name, versions[0] ?? ""),
  }
}

export function apiGroupList(types: readonly ResourceType[]): JsonObject {
  const groups = groupsOf(types).filter(({ name }) => name !== "")
  return { kind: "APIGroupList", apiVersion: "v1", groups: groups.map(groupEntry) }
}

/** Null if the cluster has no such group and version. */
export function apiResourceList(
  types: readonly ResourceType[],
  group: string,
  version: string,
): JsonObject | null {
  const typesInVersion = types.filter((type) => type.group === group && type.version === version)
  if (typesInVersion.length === 0) return null
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: groupVersion(group, version).groupVersion,
    resources: typesInVersion.flatMap((type) => [mainResource(type), ...subresources(type)]),
  }
}

function mainResource(type: ResourceType): JsonObject {
  return {
    name: type.plural,
    singularName: type.singular,
    namespaced: type.namespaced,
    kind: type.kind,
    verbs: verbsOf(type),
    ...(type.shortNames.length > 0 ? { shortNames: [...type.shortNames] } : {}),
    ...(type.categories.length > 0 ? { categories: [...type.categories] } : {}),
  }
}

function subresources(type: ResourceType): JsonObject[] {
  const one = (name: string, extra: JsonObject) => ({
    name: `${type.plural}/${name}`,
    singularName: "",
    namespaced: type.namespaced,
    ...extra,
  })
  const written = ["get", "patch", "update"]
  return [
    ...(type.hasStatus ? [one("status", { kind: type.kind, verbs: written })] : []),
    ...(type.hasScale
      ? [one("scale", { group: "autoscaling", version: "v1", kind: "Scale", verbs: written })]
      : []),
    ...(type.group === "" && type.plural === "pods" ? [one("log", { kind: "Pod", verbs: ["get"] })] : []),
  ]
}

/** Everything in one response, which saves a client one request per group and version. */
export function aggregated(types: readonly ResourceType[], core: boolean): JsonObject {
  const groups = groupsOf(types).filter(({ name }) => (name === "") === core)
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: name === "" ? {} : { name },
      versions: versions.map((version) => ({
        version,
        freshness: "Current",
        resources: types
          .filter((type) => type.group === name && type.version === version)
          .map(aggregatedResource),
      })),
    })),
  }
}

function aggregatedResource(type: ResourceType): JsonObject {
  const responseKind = { group: type.group, version: type.version, kind: type.kind }
  return {
    resource: type.plural,
    responseKind,
    scope: type.namespaced ? "Namespaced" : "Cluster",
    singularResource: type.singular,
    verbs: verbsOf(type),
    shortNames: [...type.shortNames],
    categories: [...type.categories],
    subresources: subresources(type).map(({ name, kind, group, version, verbs: allowed }) => ({
      subresource: String(name).split("/")[1],
      responseKind: { group: group ?? type.group, version: version ?? type.version, kind },
      verbs: allowed,
    })),
  }
}

const documentName = (type: ResourceType) => (type.group === "" ? "api/v1" : `apis/${apiVersionOf(type)}`)

export function openApiIndex(types: readonly ResourceType[]): JsonObject {
  const names = [...new Set(types.map(documentName))]
  return {
    paths: Object.fromEntries(names.map((name) => [name, { serverRelativeURL: `/openapi/v3/${name}` }])),
  }
}

/** What Helm checks: a patch that takes `fieldValidation` for every kind. Null for an unknown group or version. */
export function openApiDocument(types: readonly ResourceType[], name: string): JsonObject | null {
  const typesOfDocument = types.filter((type) => documentName(type) === name)
  if (typesOfDocument.length === 0) return null
  return {
    openapi: "3.0.0",
    info: { title: "Slipway sandbox cluster", version: "v1.34.0" },
    paths: Object.fromEntries(typesOfDocument.map((type) => [objectPath(name, type), operations(type)])),
    components: { schemas: {} },
  }
}

const objectPath = (name: string, type: ResourceType) =>
  `/${name}/${type.namespaced ? "namespaces/{namespace}/" : ""}${type.plural}/{name}`

function operations(type: ResourceType): JsonObject {
  const query = (name: string) => ({ name, in: "query", schema: { type: "string", uniqueItems: true } })
  const content = Object.fromEntries(
    ["apply-patch+yaml", "json-patch+json", "merge-patch+json", "strategic-merge-patch+json"].map((media) => [
      `application/${media}`,
      { schema: { type: "object" } },
    ]),
  )
  return {
    patch: {
      parameters: ["dryRun", "fieldManager", "fieldValidation", "force"].map(query),
      requestBody: { content, required: true },
      responses: { "200": { description: "OK" } },
      "x-kubernetes-action": "patch",
      "x-kubernetes-group-version-kind": { group: type.group, version: type.version, kind: type.kind },
    },
  }
}
