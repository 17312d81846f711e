import { screen } from "@testing-library/react"
import { useState } from "react"
import { describe, expect, it } from "vitest"
import { ValuesEditor, type ValuesEditorProps } from "@/components/fleet/releases/values/values-editor"
import { typedValues } from "@/components/fleet/releases/values/values-text"
import { renderUi } from "@/tools/testing/render-ui"

const chart = {
  values: { replicas: 2, debug: false, size: "small", apiKey: "", list: [1] },
  schema: {
    properties: {
      replicas: { type: "integer", description: "How many pods." },
      debug: { type: "boolean" },
      size: { enum: ["small", "large"] },
      apiKey: { type: "string", writeOnly: true },
      list: { type: "array" },
    },
    required: ["owner"],
  },
}

function Editor({ initial, ...props }: { initial: string } & Partial<ValuesEditorProps>) {
  const [typed, setTyped] = useState(typedValues(initial))
  return (
    <>
      <ValuesEditor
        chart={chart}
        current={null}
        problem={() => undefined}
        {...props}
        typed={typed}
        onTyped={setTyped}
      />
      <pre data-testid="yaml">{typed.text}</pre>
    </>
  )
}

function renderEditor(initial = "", props: Partial<ValuesEditorProps> = {}) {
  const { user } = renderUi(<Editor initial={initial} {...props} />)
  const yaml = () => screen.getByTestId("yaml").textContent?.trim()
  return { user, yaml }
}

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(`New value of ${name}`)

describe("The form of a chart's values", () => {
  it("writes only values that differ from the chart, with the types of the schema", async () => {
    const { user, yaml } = renderEditor()
    await user.type(field("replicas"), "3")
    expect(yaml()).toBe("replicas: 3")
    await user.selectOptions(field("debug"), "true")
    await user.selectOptions(field("size"), "large")
    expect(yaml()).toBe("replicas: 3\ndebug: true\nsize: large")
  })

  it("keeps text that is not a number, for validation by the chart's schema", async () => {
    const { user, yaml } = renderEditor()
    await user.type(field("replicas"), "many")
    expect(yaml()).toBe("replicas: many")
  })

  it("removes a value that is cleared or reset", async () => {
    const { user, yaml } = renderEditor("replicas: 3\nsize: large\n")
    await user.clear(field("replicas"))
    expect(yaml()).toBe("size: large")
    await user.click(screen.getByRole("button", { name: /^Reset size / }))
    expect(yaml()).toMatch(/^(\{\})?$/)
  })

  it("never shows a secret, and keeps a masked one until something is typed", async () => {
    const mask = "••••••••"
    const { user, yaml } = renderEditor(`apiKey: ${mask}\n`, { current: { apiKey: mask } })
    expect(field("apiKey").type).toBe("password")
    expect(field("apiKey").value).toBe("")
    expect(screen.getByText("Unchanged")).toBeTruthy()
    await user.type(field("apiKey"), "new")
    expect(yaml()).toBe("apiKey: new")
    expect(screen.getByText("Replaced")).toBeTruthy()
  })

  it("restores the current value of the release", async () => {
    const { user, yaml } = renderEditor("replicas: 5\n", { current: { replicas: 4 } })
    await user.click(screen.getByRole("button", { name: "Keep the current replicas" }))
    expect(yaml()).toBe("replicas: 4")
  })

  it("shows a validation error at its value", () => {
    renderEditor("replicas: many\n", {
      problem: (pointer) => (pointer === "/replicas" ? "It must be an integer." : undefined),
    })
    expect(field("replicas").getAttribute("aria-invalid")).toBe("true")
    expect(screen.getByText("It must be an integer.")).toBeTruthy()
    expect(field("size").getAttribute("aria-invalid")).toBeNull()
  })

  it("leaves lists to the YAML editor, which has the same content", async () => {
    const { user } = renderEditor("replicas: 3\n")
    await user.click(screen.getByRole("button", { name: /as YAML ?: list/ }))
    const editor = await screen.findByRole("textbox", { name: "Values as YAML" })
    expect(editor.textContent).toContain("replicas: 3")
  })

  it("shows invalid YAML in the YAML editor, with the line of the error", async () => {
    renderEditor("replicas: [\n")
    expect((await screen.findByRole("alert")).textContent).toMatch(/^Line \d+: /)
    expect(await screen.findByRole("textbox", { name: "Values as YAML" })).toBeTruthy()
  })
})
