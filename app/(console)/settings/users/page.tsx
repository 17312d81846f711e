import type { Metadata } from "next"
import { userList } from "@/components/admin/users/users-query"
import { listRoute } from "@/components/layout/list-route"
import { listUsers } from "@/lib/identity/users/find-user"
import { usersQuerySchema } from "@/lib/identity/users/schema"
import { UsersView } from "./users-view"

export const metadata: Metadata = { title: "Users" }

export default listRoute({
  adminsOnly: "Users",
  ...userList,
  list: { schema: usersQuerySchema, handler: listUsers },
  view: () => <UsersView />,
})
