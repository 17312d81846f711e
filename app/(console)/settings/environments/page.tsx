import type { Metadata } from "next"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { EnvironmentsView } from "./environments-view"

export const metadata: Metadata = { title: "Environments" }

export default async function EnvironmentsPage() {
  const { actor } = await requirePageUser()
  return <EnvironmentsView mayChange={may(actor, "admin")} />
}
