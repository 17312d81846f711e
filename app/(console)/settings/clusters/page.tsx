import type { Metadata } from "next"
import { requirePageUser } from "@/lib/auth/page-actor"
import { ClustersView } from "./clusters-view"

export const metadata: Metadata = { title: "Clusters" }

/** The view asks for itself: a cluster that is silent would hold back the page as long as it may be silent. */
export default async function ClustersPage() {
  await requirePageUser()
  return <ClustersView />
}
