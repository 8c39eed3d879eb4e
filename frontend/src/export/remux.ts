/** Recordings as browsers make them have no length and no index: this writes both, the sound untouched. */

import {
  BlobSource,
  BufferTarget,
  Conversion,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  WEBM,
  WebMOutputFormat,
} from "mediabunny";

/** The same sound in the same container (WebM or MP4), with its duration, to be sought in. Throws when it can't be read. */
export async function remux(recording: Blob, title: string): Promise<Blob> {
  const isWebm = recording.type.includes("webm");
  const input = new Input({ source: new BlobSource(recording), formats: [WEBM, MP4] });
  const target = new BufferTarget();
  const output = new Output({
    format: isWebm ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: "in-memory" }),
    target,
  });
  const conversion = await Conversion.init({ input, output, tags: { title }, showWarnings: false });
  await conversion.execute();
  return new Blob([target.buffer!], { type: recording.type });
}
