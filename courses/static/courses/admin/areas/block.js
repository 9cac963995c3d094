// A hotspot in Wagtail's form: its fields as they are, and the tool before its rows.
(() => {
  "use strict";

  const { Rows, Tool } = window.relayAreas;

  class HotspotDefinition extends window.wagtailStreamField.blocks.StructBlockDefinition {
    render(placeholder, prefix, state, error) {
      const block = super.render(placeholder, prefix, state, error);
      const form = block.container[0];
      const rows = new Rows(block);
      const tool = new Tool(rows, prefix, this.meta.areas);
      form.querySelector('[data-contentpath="options"]').before(tool.element);
      rows.watch(form, (event) => {
        if (!tool.element.contains(event.target)) tool.changed();
      });
      tool.sync();
      return block;
    }
  }

  window.telepath.register("relay.blocks.Hotspot", HotspotDefinition);
})();
