import { manifestObjects } from "./manifest-documents"

/** What tells an object of a manifest from the others. */
export type ObjectIdentity = { apiVersion: string; kind: string; namespace: string | null; name: string }

/** The objects of a manifest, in a worker thread. */
export default function objectIdentitiesTask(manifest: string): ObjectIdentity[] {
  return manifestObjects(manifest).map(({ apiVersion, kind, metadata: { name, namespace = null } }) => {
    return { apiVersion, kind, namespace, name }
  })
}
