import type { Metadata } from "next"
import { tokenList } from "@/components/admin/tokens/tokens-query"
import { listRoute } from "@/components/layout/list-route"
import { listTokens } from "@/lib/identity/tokens/list-tokens"
import { tokensQuerySchema } from "@/lib/identity/tokens/schema"
import { readEnvironmentNames } from "@/lib/ledger/environments/read-environments"
import { TokensView } from "./tokens-view"

export const metadata: Metadata = { title: "Tokens" }

export default listRoute({
  adminsOnly: "Tokens",
  ...tokenList,
  list: { schema: tokensQuerySchema, handler: listTokens },
  view: async (actor) => <TokensView environments={await readEnvironmentNames(actor)} />,
})
