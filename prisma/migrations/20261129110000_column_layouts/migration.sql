-- CreateTable
CREATE TABLE "column_layout" (
    "user_id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "layout" JSONB NOT NULL,

    CONSTRAINT "column_layout_pkey" PRIMARY KEY ("user_id","list")
);

-- AddForeignKey
ALTER TABLE "column_layout" ADD CONSTRAINT "column_layout_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
