/** Writes a picture of the board to a file of the user's choice, as the browser saves files. */
import { useView } from "../state/view";

/** Pixels for one unit of the board in a PNG. */
const SCALE = 2;

async function png(svg: string): Promise<Blob> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) => canvas.toBlob((blob) => (blob === null ? failed(new Error("the picture is too large")) : done(blob)), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}

export async function savePicture(svg: string, name: string, kind: "svg" | "png"): Promise<void> {
  try {
    const blob = kind === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await png(svg);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${name}.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (error) {
    useView.getState().say({ kind: "error", text: `The picture was not saved: ${error instanceof Error ? error.message : "it could not be drawn"}` });
  }
}
