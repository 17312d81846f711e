import type { Metadata } from "next"
import { Denied } from "@/components/layout/denied"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { readLadder } from "@/lib/environments/read-ladder"
import { TokensView } from "./tokens-view"

export const metadata: Metadata = { title: "Tokens" }

export default async function TokensPage() {
  const { actor } = await requirePageUser()
  if (!may(actor, "admin")) return <Denied title="Tokens" />
  const ladder = await readLadder(actor)
  return <TokensView environments={ladder.map(({ name }) => name)} />
}
