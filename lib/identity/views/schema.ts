import { z } from "zod"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"

export const listName = z
  .string()
  .regex(/^[a-z][a-z-]{0,39}$/, "Must be the name of a list, such as history.")
  .meta({ description: "The list that it shows, such as `history`." })

export const createViewSchema = z.strictObject({
  list: listName,
  name: z.string().trim().min(1, "Enter a name.").max(80),
  search: z
    .string()
    .max(4000)
    .regex(/^[^?#\s]*$/, "Must be the query of a URL, without the question mark.")
    .meta({ description: "The query of its page, such as `status=FAILED&columns=imageTag`." }),
})
export type CreateView = z.infer<typeof createViewSchema>

export const viewsQuerySchema = z.strictObject({ list: listName.optional() })
export type ViewsQuery = z.infer<typeof viewsQuerySchema>

export const viewSchema = apiObject("SavedView", {
  id: z.uuid(),
  list: listName,
  name: z.string(),
  search: z.string(),
  createdAt: instantText,
})
export type SavedView = z.infer<typeof viewSchema>

const columnId = z.string().min(1).max(60)
const maxColumns = 100
const columns = z.array(columnId).max(maxColumns)

function byColumn<Value extends z.ZodType>(value: Value) {
  return z
    .record(columnId, value)
    .refine((entries) => Object.keys(entries).length <= maxColumns, `At most ${maxColumns} columns.`)
}

export const columnLayoutSchema = z
  .strictObject({
    order: columns.optional().meta({ description: "Column ids from left to right." }),
    only: columns.optional().meta({
      description: "The columns to show, unless `shown` overrides them. Default: those of the list.",
    }),
    shown: byColumn(z.boolean()).optional(),
    widths: byColumn(z.int().min(1).max(10_000)).optional().meta({ description: "Pixels." }),
  })
  .meta({
    id: "ColumnLayout",
    description: "Your column layout of a list; omitted settings have the list's defaults.",
  })
export type ColumnLayout = z.infer<typeof columnLayoutSchema>

export const columnLayoutsSchema = z
  .record(listName, columnLayoutSchema)
  .meta({ description: "Layouts by the name of the list." })
export type ColumnLayouts = z.infer<typeof columnLayoutsSchema>
