import { z } from "zod"

/** RFC 9457: what every answer that is not a success holds. */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: "Where this kind of problem is explained." }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What went wrong and what to do, in words." }),
    instance: z.string(),
    code: z.string().meta({ description: "A stable word for programs." }),
    requestId: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z.string().meta({ description: "RFC 6901, into the body; or `/name` of a parameter." }),
          message: z.string(),
        }),
      )
      .optional()
      .meta({ description: "With 422: each field at fault." }),
  })
  .meta({ id: "Problem" })
