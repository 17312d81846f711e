import { screen } from "@testing-library/react"
import type { ReactNode } from "react"
import { expect, it } from "vitest"
import { describeApi } from "@/app/api/v1/api"
import EventSourceDialog from "@/components/admin/event-sources/event-source-dialog"
import QuarantineDialog from "@/components/admin/quarantine/quarantine-dialog"
import CreateTokenDialog from "@/components/admin/tokens/create-token-dialog"
import CreateUserDialog from "@/components/admin/users/create-user-dialog"
import WebhookDialog from "@/components/admin/webhooks/webhook-dialog"
import TenantDialog from "@/components/fleet/tenants/tenant-dialog"
import { EnvironmentDialog } from "@/components/ledger/environments/environment-dialog"
import { AnnotationDialog } from "@/components/ledger/insights/annotation-dialog"
import { renderUi } from "@/tools/testing/render-ui"

interface Schema {
  $ref?: string
  anyOf?: Schema[]
  maxLength?: number
  minimum?: number
  maximum?: number
  properties?: Record<string, Schema>
  required?: string[]
}

interface Document {
  paths: Record<string, { post: { requestBody: { content: { "application/json": { schema: Schema } } } } }>
  components: { schemas: Record<string, Schema> }
}

const api: Document = JSON.parse(JSON.stringify(describeApi()))

function resolve(schema: Schema): Schema {
  if (schema.$ref !== undefined)
    return resolve(api.components.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {})
  return schema.anyOf === undefined ? schema : Object.assign({}, ...schema.anyOf.map(resolve))
}

const state = { open: true, onOpenChange: () => undefined }
const choices = { applications: [], environments: [] }
const scope = { application: null, environment: null }

const forms: { path: string; form: ReactNode }[] = [
  { path: "platform/environments", form: <EnvironmentDialog {...state} environment={null} nextRank={1} /> },
  {
    path: "platform/annotations",
    form: <AnnotationDialog {...state} annotation={null} {...{ choices, scope }} />,
  },
  { path: "tenants", form: <TenantDialog {...state} tenant={null} /> },
  { path: "users", form: <CreateUserDialog {...state} /> },
  { path: "tokens", form: <CreateTokenDialog {...state} environments={[]} /> },
  { path: "webhooks", form: <WebhookDialog {...state} environments={[]} /> },
  {
    path: "ingest/sources",
    form: <EventSourceDialog {...state} source={null} environments={[]} url={null} />,
  },
  { path: "quarantine", form: <QuarantineDialog {...state} version={null} /> },
]

it.each(forms)("the form of POST /api/v1/$path has the limits of the API", async ({ path, form }) => {
  renderUi(form, { "*": { body: [] } })
  await screen.findByRole("dialog")
  const post = api.paths[`/api/v1/${path}`]?.post
  const { properties = {}, required = [] } = resolve(
    post?.requestBody.content["application/json"].schema ?? {},
  )
  const fields = [...document.querySelectorAll<HTMLInputElement>("input[name], textarea[name]")]
  const inBoth = fields.filter(({ name, type }) => type !== "checkbox" && properties[name] !== undefined)
  expect(inBoth).not.toEqual([])
  for (const field of inBoth) {
    const { maxLength, minimum, maximum } = resolve(properties[field.name] ?? {})
    if (field.maxLength >= 0) expect([field.name, field.maxLength]).toEqual([field.name, maxLength])
    if (field.min) expect([field.name, field.min]).toEqual([field.name, String(minimum)])
    if (field.max) expect([field.name, field.max]).toEqual([field.name, String(maximum)])
    if (required.includes(field.name)) expect([field.name, field.required]).toEqual([field.name, true])
  }
})
