import { manifestObjects } from "@/lib/kube/masking/manifest-documents"
import { type Openable, openRevision } from "./sealed-values"

export type ObjectIdentity = { apiVersion: string; kind: string; namespace: string | null; name: string }

export default function objectIdentitiesTask(revision: Openable): ObjectIdentity[] {
  const objects = manifestObjects(openRevision(revision).manifest)
  return objects.map(({ apiVersion, kind, metadata: { name, namespace = null } }) => {
    return { apiVersion, kind, namespace, name }
  })
}
