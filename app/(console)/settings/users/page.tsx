import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { Denied } from "@/components/layout/denied"
import { userFilters, usersQuery } from "@/components/users/users-query"
import { firstPage } from "@/lib/api/first-page"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { api } from "@/lib/paths"
import { listUsers } from "@/lib/users/list-users"
import { usersQuerySchema } from "@/lib/users/schema"
import { UsersView } from "./users-view"

export const metadata: Metadata = { title: "Users" }

const list = { schema: usersQuerySchema, verb: listUsers, path: api.users }
const readSearch = createLoader(userFilters)

export default async function UsersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  if (!may(actor, "admin")) return <Denied title="Users" actor={actor} />
  const filter = await readSearch(searchParams)
  const state = await hydrate((client) => [
    client.prefetchInfiniteQuery({ ...usersQuery(filter), queryFn: () => firstPage(actor, filter, list) }),
  ])
  return (
    <HydrationBoundary state={state}>
      <UsersView />
    </HydrationBoundary>
  )
}
