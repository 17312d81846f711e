import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { userFilters, usersQuery } from "@/components/admin/users/users-query"
import { Forbidden } from "@/components/layout/forbidden"
import { may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { listUsers } from "@/lib/identity/users/find-user"
import { usersQuerySchema } from "@/lib/identity/users/schema"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { Hydrated, preloadList } from "@/lib/web/client/hydrated"
import { UsersView } from "./users-view"

export const metadata: Metadata = { title: "Users" }

const list = { schema: usersQuerySchema, verb: listUsers, path: api.users }
const readSearch = createLoader(userFilters)

export default async function UsersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  if (!may(actor, "admin")) return <Forbidden title="Users" actor={actor} />
  const filter = await readSearch(searchParams)
  return (
    <Hydrated reads={[preloadList(usersQuery(filter), () => firstPage(actor, filter, list))]}>
      <UsersView />
    </Hydrated>
  )
}
