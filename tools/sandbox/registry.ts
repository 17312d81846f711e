import { type JsonObject, listAt, objectAt, textAt, valueAt } from "./json"
import { builtInKinds, kinds, type ResourceType, storageOf } from "./kinds"
import type { KubeObject } from "./kube-object"
import { pruned } from "./rules/prune"
import { builtInShape, customShape, type Shape } from "./rules/shape"
import type { Store } from "./store"

/** The types that the cluster currently knows: the built-in ones and those of its CustomResourceDefinitions. */
export class Registry {
  constructor(private readonly store: Store) {}

  all(): ResourceType[] {
    return [...builtInKinds, ...this.definitions().flatMap(customTypes)]
  }

  find(group: string, version: string, plural: string): ResourceType | null {
    const same = (type: ResourceType) =>
      type.group === group && type.version === version && type.plural === plural
    return builtInKinds.find(same) ?? this.custom(group, plural).find(same) ?? null
  }

  /** Any version of the type with this storage key. */
  byStorage(storage: string): ResourceType | null {
    const same = (type: ResourceType) => storageOf(type) === storage
    const [group = "", plural = ""] = storage.split("/")
    return builtInKinds.find(same) ?? this.custom(group, plural).find(same) ?? null
  }

  shapeOf(type: ResourceType): Shape {
    const schema = this.schemaOf(type)
    return schema === null ? builtInShape : customShape(schema)
  }

  /** The object as stored: a custom resource without fields that its definition does not declare. */
  pruned(type: ResourceType, object: KubeObject): KubeObject {
    const schema = this.schemaOf(type)
    return schema === null ? object : pruned(object, schema)
  }

  /** The schema of a custom resource; null for a built-in kind. */
  private schemaOf({ group, plural, version }: ResourceType): JsonObject | null {
    const definition = this.definition(group, plural)
    if (definition === null) return null
    const servedVersion = listAt(definition, "spec", "versions").find(
      (one) => textAt(one, "name") === version,
    )
    return objectAt(servedVersion, "schema", "openAPIV3Schema")
  }

  definition(group: string, plural: string): KubeObject | null {
    return this.store.get(storageOf(kinds.definition), "", `${plural}.${group}`)
  }

  private custom(group: string, plural: string): ResourceType[] {
    const definition = this.definition(group, plural)
    return definition === null ? [] : customTypes(definition)
  }

  private definitions(): KubeObject[] {
    return this.store.list(storageOf(kinds.definition), null)
  }
}

/** One type per served version of a definition; the stored version first. */
export function customTypes(definition: KubeObject): ResourceType[] {
  const names = objectAt(definition, "spec", "names")
  const kind = textAt(names, "kind") ?? ""
  const served = listAt(definition, "spec", "versions").filter(
    (version) => valueAt(version, "served") !== false,
  )
  const stored = served.filter((version) => valueAt(version, "storage") === true)
  const others = served.filter((version) => valueAt(version, "storage") !== true)
  return [...stored, ...others].map((version) => ({
    group: textAt(definition, "spec", "group") ?? "",
    version: textAt(version, "name") ?? "",
    kind,
    plural: textAt(names, "plural") ?? "",
    singular: textAt(names, "singular") ?? kind.toLowerCase(),
    namespaced: textAt(definition, "spec", "scope") !== "Cluster",
    shortNames: texts(listAt(names, "shortNames")),
    categories: texts(listAt(names, "categories")),
    hasStatus: valueAt(version, "subresources", "status") !== undefined,
    hasScale: false,
    storable: true,
  }))
}

const texts = (values: readonly unknown[]): string[] => values.filter((value) => typeof value === "string")
