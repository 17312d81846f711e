import { z } from "zod"
import { instantText } from "@/lib/platform/instant-schema"

const list = z
  .string()
  .regex(/^[a-z][a-z-]{0,39}$/, "Must be the name of a list, such as history.")
  .meta({ description: "The list that it shows: `history`." })

export const createViewSchema = z.strictObject({
  list,
  name: z.string().trim().min(1, "Enter a name.").max(80),
  search: z
    .string()
    .max(4000)
    .regex(/^[^?#\s]*$/, "Must be the query of a URL, without the question mark.")
    .meta({ description: "The query of its page: `status=FAILED&columns=imageTag`." }),
})
export type CreateView = z.infer<typeof createViewSchema>

export const viewsQuerySchema = z.strictObject({ list: list.optional() })
export type ViewsQuery = z.infer<typeof viewsQuerySchema>

export const viewSchema = z
  .strictObject({ id: z.uuid(), list, name: z.string(), search: z.string(), createdAt: instantText })
  .meta({ id: "SavedView" })
export type SavedView = z.infer<typeof viewSchema>
