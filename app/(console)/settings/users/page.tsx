import type { Metadata } from "next"
import { Denied } from "@/components/layout/denied"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { UsersView } from "./users-view"

export const metadata: Metadata = { title: "Users" }

export default async function UsersPage() {
  const { actor } = await requirePageUser()
  return may(actor, "admin") ? <UsersView /> : <Denied title="Users" />
}
