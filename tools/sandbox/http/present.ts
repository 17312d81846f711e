import type { Cluster } from "../cluster"
import { type JsonObject, listAt, textAt } from "../json"
import { apiVersionOf, type ResourceType } from "../kinds"
import type { KubeObject } from "../kube-object"
import type { Page } from "../list-objects"
import { ageColumn, type Column, columnsByKind, customColumns, definitionOf, nameColumn } from "./columns"

/** How a client wants objects: complete, only their metadata, or as rows of a table to print. */
export type Presenter = {
  /** The kind of a single object in this form. */
  kind: { kind: string; apiVersion: string }
  one: (object: KubeObject) => JsonObject
  page: (page: Page) => JsonObject
}

export function presenter(
  cluster: Cluster,
  type: ResourceType,
  accept: string,
  query: URLSearchParams,
): Presenter {
  const form = /(?:^|[,;\s])as=(Table|PartialObjectMetadataList|PartialObjectMetadata)\b/.exec(
    firstForm(accept),
  )?.[1]
  if (form === "Table")
    return tables(columnsOf(cluster, type), query.get("includeObject") ?? "Metadata", type)
  if (form === undefined) return wholeObject(type)
  return metadataOnly()
}

/** The first media type that the sandbox supports. */
function firstForm(accept: string): string {
  return accept.split(",").find((one) => one.includes("application/json") || one.includes("*/*")) ?? ""
}

const inVersion = (object: KubeObject, type: ResourceType): KubeObject => ({
  ...object,
  apiVersion: apiVersionOf(type),
})

function wholeObject(type: ResourceType): Presenter {
  return {
    kind: { kind: type.kind, apiVersion: apiVersionOf(type) },
    one: (object) => inVersion(object, type),
    page: (page) => ({
      kind: `${type.kind}List`,
      apiVersion: apiVersionOf(type),
      metadata: listMetadata(page),
      items: page.items.map((object) => inVersion(object, type)),
    }),
  }
}

function listMetadata(page: Page): JsonObject {
  return {
    resourceVersion: String(page.version),
    ...(page.continue === null ? {} : { continue: page.continue, remainingItemCount: page.remaining }),
  }
}

const partial = (object: KubeObject): JsonObject => ({
  kind: "PartialObjectMetadata",
  apiVersion: "meta.k8s.io/v1",
  metadata: object.metadata,
})

function metadataOnly(): Presenter {
  return {
    kind: { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1" },
    one: partial,
    page: (page) => ({
      kind: "PartialObjectMetadataList",
      apiVersion: "meta.k8s.io/v1",
      metadata: listMetadata(page),
      items: page.items.map(partial),
    }),
  }
}

function tables(columns: readonly Column[], include: string, type: ResourceType): Presenter {
  const row = (object: KubeObject): JsonObject => ({
    cells: columns.map(({ cell }) => cell(object)),
    ...(include === "None"
      ? {}
      : { object: include === "Object" ? inVersion(object, type) : partial(object) }),
  })
  const table = (metadata: JsonObject, rows: JsonObject[]): JsonObject => ({
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: definitionOf(columns),
    rows,
  })
  return {
    kind: { kind: type.kind, apiVersion: apiVersionOf(type) },
    one: (object) => table({ resourceVersion: object.metadata.resourceVersion }, [row(object)]),
    page: (page) => table(listMetadata(page), page.items.map(row)),
  }
}

function columnsOf(cluster: Cluster, type: ResourceType): Column[] {
  const definition = cluster.registry.definition(type.group, type.plural)
  if (definition === null) {
    const between = columnsByKind[type.kind] ?? []
    return type.kind === "Event" ? between : [nameColumn, ...between, ageColumn]
  }
  const version = listAt(definition, "spec", "versions").find((one) => textAt(one, "name") === type.version)
  const custom = customColumns(version)
  return custom.length > 0 ? [nameColumn, ...custom] : [nameColumn, ageColumn]
}
