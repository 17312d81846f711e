import { z } from "zod"
import { type KubernetesApi, onStatus } from "./kubernetes-api"
import { type LiveObject, liveObjectSchema } from "./workload-schema"

const resourceSchema = z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })
type Resource = z.infer<typeof resourceSchema>
const resourceListSchema = z.object({ resources: z.array(resourceSchema) })

type ObjectReference = { apiVersion: string; kind: string; namespace: string; name: string }

/** Reads objects of any kind known to the cluster; caches the API discovery. */
export class ObjectReader {
  private readonly resourcesByRoot = new Map<string, Promise<Resource[]>>()

  constructor(private readonly api: KubernetesApi) {}

  /** Null when the object does not exist, or the cluster does not know its kind. */
  async read({ apiVersion, kind, namespace, name }: ObjectReference): Promise<LiveObject | null> {
    const collection = await this.collectionOf({ apiVersion, kind, namespace })
    if (collection === null) return null
    return this.api
      .get(`${collection}/${encodeURIComponent(name)}`, liveObjectSchema)
      .catch(onStatus(404, null))
  }

  /** The collection path of a kind; null when the cluster does not know it. */
  async collectionOf({ apiVersion, kind, namespace }: Omit<ObjectReference, "name">): Promise<string | null> {
    const resource = await this.resourceOf(apiVersion, kind)
    if (resource === null) return null
    const namespacePath = resource.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : ""
    return `${rootOf(apiVersion)}${namespacePath}/${resource.name}`
  }

  /** Null when the cluster does not know the kind. */
  async resourceOf(apiVersion: string, kind: string) {
    const resources = await this.resourcesOf(rootOf(apiVersion)).catch(onStatus(404, []))
    return resources.find((resource) => resource.kind === kind && !resource.name.includes("/")) ?? null
  }

  private resourcesOf(root: string) {
    const resourceList =
      this.resourcesByRoot.get(root) ??
      this.api.get(root, resourceListSchema).then(({ resources }) => resources)
    this.resourcesByRoot.set(root, resourceList)
    return resourceList
  }
}

const rootOf = (apiVersion: string) =>
  apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`
