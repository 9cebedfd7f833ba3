// chart.ts -- the one door to ECharts.
//
// Owns      which parts of the library are bundled, and the life of a chart in a page.
// Assumes   names in an option are made by us ("s0"); what people wrote comes in as labels only, already short.
// Promises  tooltips are elements with text nodes, never HTML; drawings are SVG.
import { init, use } from 'echarts/core';
import type { EChartsType } from 'echarts/core';
import { BarChart, CustomChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, MarkLineComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import LRU from 'zrender/lib/core/LRU.js';

use([BarChart, CustomChart, LineChart, SankeyChart, ScatterChart, GraphicComponent, GridComponent, MarkLineComponent, TitleComponent, TooltipComponent, SVGRenderer]);

// The library remembers the widths of texts in a plain object, by the text itself: '__proto__' would find, and change, the
// prototype of all objects. With a letter before it no text is the name of anything.
const { get, put } = LRU.prototype;
LRU.prototype.get = function (this: LRU<unknown>, key) { return get.call(this, `:${key}`); };
LRU.prototype.put = function (this: LRU<unknown>, key, value) { return put.call(this, `:${key}`, value); };

/** What is drawn: ECharts' own vocabulary, made by the figures and nobody else. */
export type Option = Record<string, unknown>;

export const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif';

/** A chart in `host`, which has a size. */
export class Chart {
  private readonly made_: EChartsType;

  constructor(host: HTMLElement, width: number, height: number) {
    this.made_ = init(host, null, { renderer: 'svg', width, height });
  }

  /** Draws `option` in place of what was there. */
  show(option: Option, width: number, height: number): void {
    this.made_.resize({ width, height, silent: true });
    this.made_.setOption(option, { notMerge: true });
    this.made_.getZr().flush();  // drawn now, not in the next frame: paper does not wait
  }

  close(): void {
    this.made_.dispose();
  }
}

/** The same as the text of an SVG file. */
export function svg_text(option: Option, width: number, height: number): string {
  const made = init(null as unknown as HTMLElement, null, { renderer: 'svg', ssr: true, width, height });
  made.setOption({ ...option, animation: false });
  const text = made.renderToSVGString();
  made.dispose();
  return text;
}
