package org.scruffy.ffmpeg;

import java.io.IOException;
import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.feed.Conditioner;

/** Conditions creatives with ffmpeg. */
public class FfmpegPlugin implements Plugin {

    private FfmpegConditioner conditioner;

    @Override
    public String name() {
        return "ffmpeg";
    }

    @Override
    public void start(PluginContext context) throws IOException {
        conditioner = new FfmpegConditioner(context.dataFolder());
    }

    @Override
    public List<Conditioner> conditioners() {
        return List.of(conditioner);
    }

    @Override
    public void close() {
        if (conditioner != null) {
            conditioner.stop();
        }
    }
}
