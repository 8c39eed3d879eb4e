/** Covers as pixels: lock screens and files take no SVG. */

import { cover, type Drawn } from "./cover";

/** The cover on a canvas of `size` x `size` pixels. Rejects when the browser does not draw it. */
export async function paintCover(track: Drawn, size: number): Promise<HTMLCanvasElement> {
  const svg = cover(track);
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  const image = new Image(size, size);
  image.src = `data:image/svg+xml,${encodeURIComponent(svg.outerHTML)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  canvas.getContext("2d")?.drawImage(image, 0, 0, size, size);
  return canvas;
}
