import { identityOf, manifestObjects, type ObjectIdentity } from "@/lib/kube/masking/manifest-documents"
import { type Openable, openRevision } from "./sealed-values"

export default function objectIdentitiesTask(revision: Openable): ObjectIdentity[] {
  return manifestObjects(openRevision(revision).manifest).map(identityOf)
}
