import { z } from "zod"

/** The body of every error response (RFC 9457). */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: "Path of the documentation for this problem." }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What went wrong and what to do, for people." }),
    instance: z.string(),
    code: z.string().meta({ description: "A stable error code for programs." }),
    requestId: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z
            .string()
            .meta({ description: "An RFC 6901 pointer into the body, or `/name` for a parameter." }),
          message: z.string(),
        }),
      )
      .optional()
      .meta({ description: "For 422: each invalid field." }),
  })
  .meta({ id: "Problem" })
